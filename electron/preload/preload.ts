/** Hands the page its port to the host, and nothing else: no API, no Node. The page passes it on to its worker. */
import { ipcRenderer } from 'electron';

const HOST_CHANNEL = 'holdfast-host';
const HOST_PORT = 'holdfast-host-port';

ipcRenderer.on(HOST_CHANNEL, (event) => {
  window.postMessage(HOST_PORT, window.location.origin, [...event.ports]);
});
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(HOST_CHANNEL));
