/** Requests about this person's devices: linking another one, and the recovery phrase. */
import { z } from 'zod';

import type { PeerApi } from '../../shared/peer/peer-api.ts';

z.config({ jitless: true });

export const deviceRequests = [
  /** Without `confirm` it makes a code; with it, it answers the device that asks. */
  z.object({ do: z.literal('add-device'), confirm: z.boolean().optional() }),
  z.object({ do: z.literal('link-device'), code: z.string().max(1_024), name: z.string().max(64).default('headless') }),
  z.object({ do: z.literal('devices') }),
  z.object({ do: z.literal('recovery-phrase') }),
  z.object({ do: z.literal('restore'), words: z.string().max(1_024) }),
] as const;

export type DeviceRequest = z.output<(typeof deviceRequests)[number]>;

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isDeviceRequest = (request: { do: string }): request is DeviceRequest =>
  deviceRequests.some((each) => each.shape.do.value === request.do);

export const answerDeviceRequest = async (peer: PeerApi, request: DeviceRequest): Promise<Answer> => {
  switch (request.do) {
    case 'add-device': {
      if (request.confirm === undefined) return { ok: true, code: await peer.createDeviceCode() };
      const answered = await peer.confirmDevice(request.confirm);
      return answered.ok ? { ok: true } : answered;
    }
    case 'link-device': {
      const linked = await peer.linkDevice({ code: request.code, deviceName: request.name });
      return linked.ok ? { ok: true, communities: linked.value } : linked;
    }
    case 'devices':
      return { ok: true, devices: await peer.devices() };
    case 'recovery-phrase':
      return { ok: true, words: await peer.recoveryPhrase() };
    case 'restore': {
      const restored = await peer.restoreFromPhrase(request.words);
      return restored.ok ? { ok: true } : restored;
    }
  }
};
