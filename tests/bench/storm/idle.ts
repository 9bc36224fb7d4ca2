/** The control: a process that does nothing, beside the one that does much. */
const timer = setInterval(() => undefined, 1_000);
process.on('SIGTERM', () => clearInterval(timer));
process.send?.({ ready: true });
process.on('message', () => undefined);
process.on('SIGTERM', () => process.disconnect?.());
