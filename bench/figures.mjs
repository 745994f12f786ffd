// Medians and spreads.
export const median = (values) => quantile(values, 0.5);

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (place - low);
}

/** "137 (131–150)": the median and the middle half. */
export const told = (values, digits = 0) =>
  `${median(values).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)}–${quantile(values, 0.75).toFixed(digits)})`;

/** The ratio of what was measured side by side, turn by turn. */
export const ratios = (ours, theirs) => ours.map((value, turn) => value / theirs[turn]);

/** A goal's end of a line. */
export const verdict = (reached) => (reached ? "reached" : "NOT reached");
