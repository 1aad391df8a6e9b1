import { fileURLToPath } from 'node:url';

/**
 * Bundles TypeScript of the project for a script: Node 20 runs none.
 * @param {URL} entry
 * @param {string} outfile
 * @param {import('esbuild').Plugin[]} [plugins]
 */
export const bundleForNode = async (entry, outfile, plugins = []) => {
  const { build } = await import('esbuild'); // not there before the dependencies are installed
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    plugins,
  });
};
