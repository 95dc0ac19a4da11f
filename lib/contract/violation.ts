/** What a compiled validator says of the first thing that it refuses. */
export interface Violation {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
  data?: unknown;
  parentSchema?: { description?: string; properties?: object };
}

export interface Validator {
  (value: unknown): boolean;
  errors?: Violation[] | null;
}
