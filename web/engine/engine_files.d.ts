// Made by the WebAssembly build; vite.config.ts says where they lie.
declare module 'flashkit-engine/engine.js?url' {
  const address: string;
  export default address;
}
declare module 'flashkit-engine/engine.wasm?url' {
  const address: string;
  export default address;
}
