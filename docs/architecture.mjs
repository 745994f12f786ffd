// Draws which folder uses which, from the using directives of the sources, as a Mermaid diagram between two markers of a page:
//   node docs/architecture.mjs            writes docs/architecture.md
//   node docs/architecture.mjs --check    fails if the diagram there is out of date
// An arrow is left out when other arrows already lead there. The same sources always give the same diagram.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/architecture.md');
const [begin, end] = ['<!-- begin: made by docs/architecture.mjs -->', '<!-- end -->'];

const folders = project => readdirSync(join(root, 'src', project), { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !['bin', 'obj'].includes(entry.name))
  .map(entry => entry.name).sort();

const core = folders('KlingMcp.Core').filter(name => name !== 'Providers');
const nodes = new Map([
  ['Program', ['KlingMcp', '.', false]],
  ...folders('KlingMcp').map(name => [name, ['KlingMcp', name, true]]),
  ['Server', ['KlingMcp.Server', '.', false]],
  ...folders('KlingMcp.Server').map(name => [name, ['KlingMcp.Server', name, true]]),
  ['AddKlingMcp', ['KlingMcp.Core', '.', false]],
  ...core.map(name => [name, ['KlingMcp.Core', name, true]]),
  ['Providers', ['KlingMcp.Core', 'Providers', false]],
  ['Dialects', ['KlingMcp.Core', 'Providers/Dialects', true]],
  ...folders('KlingMcp.Core/Providers').filter(name => name !== 'Dialects')
    .map(name => [name, ['KlingMcp.Core', `Providers/${name}`, true]]),
]);

const adapters = [...nodes].filter(([, [, folder]]) => /^Providers\/(?!Dialects)/.test(folder)).map(([name]) => name);
// All folders of single providers are one box.
const boxOf = name => (adapters.includes(name) ? 'Adapters' : name);

const sources = ([project, folder, deep]) => readdirSync(join(root, 'src', project, folder), { recursive: deep })
  .filter(name => name.endsWith('.cs'))
  .map(name => readFileSync(join(root, 'src', project, folder, name), 'utf8'));

// A using directive names a namespace, and a namespace is a folder. A file in a folder sees the namespaces around it without one.
const owner = namespace => {
  const last = namespace.split('.').at(-1);
  return namespace === 'KlingMcp' ? 'AddKlingMcp' : nodes.has(last) ? last : null;
};

const uses = new Map();
for (const [name, place] of nodes) {
  const used = uses.get(boxOf(name)) ?? new Set();
  uses.set(boxOf(name), used);
  if (/^Providers\//.test(place[1])) used.add('Providers');
  for (const text of sources(place)) {
    for (const [, namespace] of text.matchAll(/^using (?:static )?(KlingMcp[\w.]*);/gm)) {
      const box = boxOf(owner(namespace));
      if (box && box !== boxOf(name)) used.add(box);
    }
  }
}
// Only the catalog names the adapters, which is drawn apart.
uses.get('Providers').delete('Adapters');
for (const program of ['Program', 'Server']) uses.get(program).add('AddKlingMcp');

// Whether arrows other than the direct one lead from one box to another.
const isImplied = (from, to) => {
  const seen = new Set([from, to]);
  const leadsThere = box => [...uses.get(box)].some(next => next === to || (!seen.has(next) && seen.add(next) && leadsThere(next)));
  return [...uses.get(from)].some(next => next !== to && seen.add(next) && leadsThere(next));
};
const arrows = [...uses].flatMap(([from, used]) => [...used].sort()
  .filter(to => !isImplied(from, to)).map(to => `  ${from} --> ${to}`)).sort();
arrows.push('  Providers -. ProviderCatalog .-> Adapters');

const box = name => `    ${name}${name === 'Adapters' ? `["${adapters.join(', ')}"]` : ''}`;
const group = (title, id, names) => [`  subgraph ${id}["${title}"]`, ...names.map(box), '  end'];
const names = project => [...new Set([...nodes].filter(([, place]) => place[0] === project).map(([name]) => boxOf(name)))];
const diagram = ['```mermaid', 'flowchart TD', ...group('src/KlingMcp', 'program', names('KlingMcp')),
  ...group('src/KlingMcp.Server', 'server', names('KlingMcp.Server')),
  ...group('src/KlingMcp.Core', 'library', names('KlingMcp.Core')), ...arrows, '```'].join('\n');

const text = readFileSync(page, 'utf8');
const [before, after] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
const drawn = `${text.slice(0, before)}\n${diagram}\n${text.slice(after)}`;
if (!process.argv.includes('--check')) writeFileSync(page, drawn);
else if (drawn !== text) {
  console.log('docs/architecture.md is out of date with the sources: run `make picture`, or node docs/architecture.mjs');
  process.exit(1);
}
