// Writes docs/performance.md from what `npm run -s bench -- --only peers … > peers.json` measured.
//   node scripts/performance.mjs peers.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { performanceDocument } from './performance-document.mjs';
import { ROOT } from './root.mjs';

const [, , file] = process.argv;
if (file === undefined) {
  console.error('Usage: node scripts/performance.mjs peers.json');
  process.exitCode = 2;
} else {
  const path = join(ROOT, 'docs', 'performance.md');
  const text = performanceDocument(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
  console.log('docs/performance.md is written.');
}
