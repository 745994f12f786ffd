// Medians and spreads.
export const median = (values) => quantile(values, 0.5);

/** @param share 0.5 for the median; between two values it interpolates */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (place - low);
}

/** "137 (131–150)": the median and the middle half. */
export const told = (values, digits = 0) => {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(digits));
  return `${middle} (${low}–${high})`;
};

/** Ratios of what was measured side by side, turn by turn. */
export const ratios = (ours, theirs) => ours.map((value, turn) => value / theirs[turn]);

/** The end of a line whose figure has an upper limit. */
export const goal = (value, limit, unit = "") =>
  `; goal ≤ ${limit}${unit && ` ${unit}`}: ${value <= limit ? "reached" : "NOT reached"}`;
