// Started by run.sh, which installs the packages.
import { checkConformance } from './checks/conformance.mjs';
import { checkInspector } from './checks/inspector.mjs';
import { checkServer } from './checks/server.mjs';
import { checkTokens } from './checks/tokens.mjs';
import { checkToolList } from './checks/tool-list.mjs';
import { checkLongestWait, checkTypeScript } from './checks/typescript.mjs';
import { Report } from './support/report.mjs';
import { World } from './support/world.mjs';

const report = new Report();
const world = await World.open();
const longestWait = checkLongestWait(report, world);
const checks = [checkToolList, checkTokens, checkTypeScript, checkInspector, checkConformance, checkServer];
for (const check of checks) await check(report, world);
await longestWait;
world.close();
process.exitCode = report.close() ? 0 : 1;
