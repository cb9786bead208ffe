// What V8 adds to ECMAScript and TypeScript's own libraries do not know.
interface ErrorConstructor {
  captureStackTrace(target: object, above?: (...args: never[]) => unknown): void;
  stackTraceLimit: number;
}
