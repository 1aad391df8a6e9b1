/** Starts the core's worker under Trusted Types, with its way to the host. */
import workerUrl from './core.worker.ts?worker&url';
import { type CoreLife, type CoreLink, linkCore } from './core-link.ts';

type TrustedTypes = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string };
};

/** The page's one policy, for one address: the worker we built. */
const trustedWorkerUrl = (): string => {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const isOurs = (url: string): string => {
    if (url !== workerUrl) throw new TypeError('not the address of the core’s worker');
    return url;
  };
  return trustedTypes?.createPolicy('holdfast', { createScriptURL: isOurs }).createScriptURL(workerUrl) ?? workerUrl;
};

/** Electron's preload announces the host's port to the page with this message. */
const HOST_PORT = 'holdfast-host-port';

const hostPort = (): Promise<MessagePort> =>
  new Promise((resolve) => {
    window.addEventListener('message', function listen(event: MessageEvent<unknown>) {
      const [port] = event.ports;
      if (event.source !== window || event.data !== HOST_PORT || port === undefined) return;
      window.removeEventListener('message', listen);
      resolve(port);
    });
  });

export const startCore = async (onLife: (life: CoreLife) => void): Promise<CoreLink> => {
  const isElectron = location.protocol === 'app:';
  const host = isElectron
    ? ({ kind: 'port', port: await hostPort() } as const)
    : ({ kind: 'socket', url: `ws://${location.host}/host` } as const);
  return linkCore(new Worker(trustedWorkerUrl(), { type: 'module', name: 'holdfast-core' }), host, onLife);
};
