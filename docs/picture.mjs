// Runs the program in its sandbox and writes the two pictures of README.md: node docs/picture.mjs PROGRAM
// docs/chat.svg: what a chat shows while an agent waits. docs/wait.svg: the live table of `kling-mcp wait` in a terminal.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const program = process.argv[2];
const font = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const plain = '#c9d1d9';
const colours = { 30: '#484f58', 31: '#ff7b72', 32: '#7ee787', 33: '#d29922', 34: '#79c0ff', 35: '#d2a8ff', 36: '#76e3ea', 90: '#8b949e' };
// Of the 256 colours of a terminal, those that the table uses.
const indexed = { 2: colours[32], 9: colours[31], 10: colours[32], 11: colours[33], 12: colours[34] };

/** Lines of [colour, text] parts as an SVG. */
function picture(title, columns, lines) {
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const rows = lines.map((parts, i) => {
    const spans = parts.map(([colour, text]) => `<tspan fill="${colour}">${escape(text)}</tspan>`).join('');
    return `<text x="12" y="${26 + i * 17}" xml:space="preserve">${spans}</text>`;
  });
  const [width, height] = [Math.round(columns * 7.85) + 24, lines.length * 17 + 24];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="${font}" font-size="13">
<title>${title}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

/** A line with colour codes as parts. */
function partsOf(line) {
  let colour = plain;
  return line.split(/(\x1b\[[\d;]*m)/).flatMap((part) => {
    const code = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (code === undefined) return part === '' ? [] : [[colour, part.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '')]];
    const index = /38;5;(\d+)/.exec(code);
    colour = index ? indexed[index[1]] ?? plain : colours[code.split(';').at(-1)] ?? plain;
    return [];
  });
}

/** The table as it stands after some seconds, drawn on a terminal that `script` provides. */
function table() {
  const ids = 'piapi:sandbox-ok-3 useapi:sandbox-ok-60 official:sandbox-ok-14 kie:sandbox-fail-2';
  const command = `stty cols 80 rows 24; timeout 9 '${program}' wait ${ids} --sandbox`;
  const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined, KLING_MCP_POLL_SECONDS: '1' };
  const drawn = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env }).stdout;
  const frames = drawn.replace(/\r/g, '').split('┌').filter((frame) => frame.includes('Ctrl-C'));
  const frame = frames.at(-1).split('\n');
  const last = frame.findIndex((line) => line.includes('Ctrl-C'));
  frame[last] = frame[last].replace(/(Ctrl-C stops).*/, '$1');
  const lines = `┌${frame.slice(0, last + 1).join('\n')}`.split('\n').map(partsOf);
  return [[[colours[32], '$ '], [plain, `kling-mcp wait ${ids.split(' ').slice(0, 3).join(' ')} …`]], ...lines];
}

/** What a chat shows: the question, the call with its progress, and what the model reads. */
async function chat() {
  const env = { ...process.env, KLING_MCP_POLL_SECONDS: '2' };
  const server = spawn(program, ['--sandbox'], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const client = { name: 'picture', version: '1' };
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: client } });
  send({ method: 'notifications/initialized' });
  const task = 'piapi:sandbox-ok-8';
  send({ id: 2, method: 'tools/call', params: { name: 'wait_for_kling_task', arguments: { task_id: task }, _meta: { progressToken: 1 } } });
  const lines = [
    [[colours[34], 'You    '], [plain, `How is my video? It is ${task}.`]],
    [[colours[35], 'Agent  '], [colours[90], `calls wait_for_kling_task(${task})`]],
  ];
  for await (const line of createInterface({ input: server.stdout })) {
    const message = JSON.parse(line);
    if (message.method === 'notifications/progress') lines.push([[colours[90], `       … ${message.params.message}`]]);
    if (message.id !== 2) continue;
    for (const text of message.result.content[0].text.split('\n').slice(1)) lines.push([[colours[32], `       ${text}`]]);
    break;
  }
  server.stdin.end();
  lines.push([[colours[35], 'Agent  '], [plain, 'It is done: 5 seconds, 960×960. Here is the link.']]);
  return lines;
}

writeFileSync(new URL('chat.svg', import.meta.url), picture('A chat that waits for a video', 92, await chat()));
writeFileSync(new URL('wait.svg', import.meta.url), picture('kling-mcp wait in a terminal', 84, table()));
