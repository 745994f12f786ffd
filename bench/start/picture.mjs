// The start as a picture: one row per program, from the spawn to each answer.
import { median, quantile } from "../figures.mjs";
import { all } from "./measure.mjs";

const stages = [
  { what: "initialize", word: "initialize", colour: "#1f6feb" },
  { what: "list", word: "tools/list", colour: "#54aeff" },
  { what: "call", word: "first call", colour: "#b6e3ff" },
];
const left = 150;
const width = 720;
const rowHeight = 44;

export function picture(runs) {
  const longest = Math.max(...[...runs.values()].map((of) => quantile(all(of, "call"), 0.75)));
  const x = (milliseconds) => (left + (milliseconds / longest) * (width - left - 70)).toFixed(1);
  const rows = [...runs].map(([name, of], row) => bars(name, of, 64 + row * rowHeight, x));
  const height = 64 + runs.size * rowHeight + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<title>From the spawn to each answer, in milliseconds: medians, and the middle half of the runs to tools/list</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="16" y="24" font-size="15" fill="#1f2328">From the spawn to each answer, ms (median; whisker: middle half of tools/list)</text>
${stages.map(legend).join("\n")}
${rows.join("\n")}
</svg>
`;
}

function legend({ word, colour }, at) {
  const x = left + at * 130;
  return `<rect x="${x}" y="36" width="12" height="12" fill="${colour}"/><text x="${x + 18}" y="47" fill="#57606a">${word}</text>`;
}

function bars(name, of, top, x) {
  const [low, high] = [0.25, 0.75].map((share) => x(quantile(all(of, "list"), share)));
  const end = (what) => Number(x(median(all(of, what))));
  // The longest first: shorter bars are drawn over it.
  const drawn = [...stages].reverse().map(({ what, colour }) => {
    const length = (end(what) - left).toFixed(1);
    return `<rect x="${left}" y="${top}" width="${length}" height="24" fill="${colour}"/>`;
  });
  const figures = stages.map(({ what }) => Math.round(median(all(of, what)))).join(" · ");
  return `<text x="${left - 10}" y="${top + 17}" text-anchor="end" fill="#1f2328">${name}</text>
${drawn.join("\n")}
<path d="M${low} ${top + 12}H${high}M${low} ${top + 7}v10M${high} ${top + 7}v10" stroke="#1f2328" fill="none"/>
<text x="${end("call") + 8}" y="${top + 17}" fill="#1f2328">${figures}</text>`;
}
