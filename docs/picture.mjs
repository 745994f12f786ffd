// Runs the demo and writes what it prints as an SVG: node docs/picture.mjs PROGRAM > docs/demo.svg
import { execFileSync } from 'node:child_process';

const columns = 118;
const most = 62;
const lineHeight = 15;
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const lines = execFileSync(process.argv[2], ['demo'], { encoding: 'utf8' }).trimEnd().split('\n');
const shown = lines.slice(0, most).map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
if (lines.length > most) shown.push('…');

const colours = [['==', '#79c0ff'], ['> ', '#7ee787'], ['  sandbox:', '#8b949e'], ['', '#c9d1d9']];
const colour = (line) => colours.find(([start]) => line.startsWith(start))[1];
const height = shown.length * lineHeight + 24;
const width = columns * 7.3 + 24;
const font = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="${font}" font-size="12">
<title>kling-mcp demo</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`);
shown.forEach((line, i) => {
  const y = 24 + i * lineHeight;
  console.log(`<text x="12" y="${y}" fill="${colour(line)}" xml:space="preserve">${escape(line)}</text>`);
});
console.log('</svg>');
