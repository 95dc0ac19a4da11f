import type { Validator } from '../violation';
export declare const validateSnapshot: Validator;
export declare const validateGridCommand: Validator;
export declare const validateOptimizeCommand: Validator;
export declare const validateNetwork: Validator;
