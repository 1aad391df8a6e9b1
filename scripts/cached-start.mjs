// Starts the program beside it, whose name ends in `.cjs`. The build bundles this into dist/ under the program's name.
import { fileURLToPath } from 'node:url';
import { loadProgram } from './load-program.mjs';

loadProgram(fileURLToPath(import.meta.url).replace(/\.mjs$/, '.cjs')).run();
