// node scripts/warm-program.mjs PROGRAM [arguments]: runs it, and at its end writes beside it what V8 has made of it until then.
import { writeFileSync } from 'node:fs';
import { cacheBeside, loadProgram } from './load-program.mjs';

const [node = '', , file = '', ...args] = process.argv;
process.argv = [node, file, ...args];
const program = loadProgram(file);
process.on('exit', () => writeFileSync(cacheBeside(file), program.cache()));
program.run();
