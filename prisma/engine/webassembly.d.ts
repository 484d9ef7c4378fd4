// The part of WebAssembly that Node has and `lib: ES2023` without the browser's types leaves out.
declare namespace WebAssembly {
  type Module = object;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>;
  class RuntimeError extends Error {}
}
