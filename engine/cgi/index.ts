// The door of the CGI room: what the engine needs of RFC 3875, all of it pure. Re-exports only.
export { buildArguments } from './arguments.ts';
export { type DeclaredBody, readDeclaredBody } from './body-length.ts';
export { type ConfiguredEnvironment, configureEnvironment } from './configured-environment.ts';
export type { EncodedSlashes } from './decode-path.ts';
export { showBytes } from './diagnosis.ts';
export { encodePath, encodeTarget } from './encode-path.ts';
export { buildEnvironment, type EnvironmentOptions, type EnvironmentRequest } from './environment.ts';
export { exactPath } from './exact-path.ts';
export type { TrustedProxy } from './forwarded.ts';
export { type HeaderBlock, type HeaderBlockOptions, HeaderBlockParser } from './header-block.ts';
export { type LocatedRedirect, type LocateOptions, locateScript } from './locate.ts';
export { locateFile } from './locate-file.ts';
export { locateMounted } from './locate-mounted.ts';
export { checkMethod } from './method.ts';
export { buildRedirect, type RedirectedRequest, type RedirectOrigin } from './redirect.ts';
export { buildResponse, type ResponseOptions, type ResponsePlan, type ResponseSource } from './response.ts';
export type { FileKind, FileProbe, LocatedScript, ScriptFileOptions } from './script-file.ts';
export { parseTarget, type RequestTarget } from './target.ts';
