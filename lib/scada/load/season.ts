import type { CustomerClass } from './load-shapes';

/** What a class takes in summer less than in winter, as a share of its peak; households follow the curve below. */
const SUMMER_DIP: Record<Exclude<CustomerClass, 'residential'>, number> = {
  commercial: 0.1,
  industrial: 0.05,
};

/** The greatest value of the households' curve, so that nominal demand is the peak. */
const HOUSEHOLD_PEAK = 1.2572;

/**
 * The share of nominal demand that the season leaves to a class, 1 in midwinter. Households: the dynamisation of the
 * standard load profile H0, F(t) = −3.92e-10 t⁴ + 3.20e-7 t³ − 7.02e-5 t² + 2.10e-3 t + 1.24 with the day t of the year
 * (VDEW, "Repräsentative VDEW-Lastprofile", 1999), over its greatest value. The others: a cosine with the dips above.
 */
export function seasonFactor(customer: CustomerClass, day: number, latitude_degree: number): number {
  const t = latitude_degree < 0 ? (day + 182.5) % 365 : day;
  if (customer === 'residential') {
    return (1.24 + t * (2.1e-3 + t * (-7.02e-5 + t * (3.2e-7 - t * 3.92e-10)))) / HOUSEHOLD_PEAK;
  }
  return 1 - 0.5 * SUMMER_DIP[customer] * (1 - Math.cos((2 * Math.PI * (t - 18)) / 365.25));
}
