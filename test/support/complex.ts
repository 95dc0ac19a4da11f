export type Complex = readonly [re: number, im: number];

export function polar(size: number, angle_rad: number): Complex {
  return [size * Math.cos(angle_rad), size * Math.sin(angle_rad)];
}

export function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

export function minus([a, b]: Complex, [c, d]: Complex): Complex {
  return [a - c, b - d];
}

export function conjugate([a, b]: Complex): Complex {
  return [a, -b];
}
