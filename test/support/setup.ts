// Node 20 has no global WebSocket; MSW only needs a class to replace.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition, @typescript-eslint/no-extraneous-class
globalThis.WebSocket ??= class {} as unknown as typeof WebSocket;
export {};
