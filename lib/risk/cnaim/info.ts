import type { RiskModelInfo } from '../../contract';
import { USUAL_HORIZON_H } from './prior';

/** What a snapshot says where no trained model serves. */
export const PRIOR_INFO: RiskModelInfo = {
  id: 'cnaim-prior',
  version: '2.1',
  trained_on: 'none',
  trained_at: null,
  horizon: `${USUAL_HORIZON_H / 24} days`,
  horizon_h: USUAL_HORIZON_H,
};
