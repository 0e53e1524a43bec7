// Addresses of workers that are built together with the app (tools/worker_files_plugin.mjs).
declare module '*?worker_file' {
  const address: string;
  export default address;
}
