/** Terms of which one has to be there. Everything that is looked for is a list of clauses, all of which have to hold. */
import type { Wanted } from './terms.ts';

export type Clause = readonly Wanted[];
