import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Gives tasks to workers that run a script, each one at a time. The script answers each message with one of its own.
 * @template Task, Outcome
 * @param {string} script its `import.meta.url`
 * @param {readonly Task[]} tasks
 * @param {number} jobs workers, at most
 * @param {(task: Task, outcome: Outcome) => void} note told as each is done
 */
export const inWorkers = async (script, tasks, jobs, note) => {
  const due = [...tasks];
  const work = async () => {
    const worker = new Worker(fileURLToPath(script));
    for (let task = due.shift(); task !== undefined; task = due.shift()) {
      worker.postMessage(task);
      const [outcome] = await once(worker, 'message'); // fails with the worker
      note(task, outcome);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
};
