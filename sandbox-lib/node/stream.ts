// Placeholder until the streams land (helper libev): replace this file whole.
export class Readable {
  push(_chunk: unknown): void {}
}
export class Writable {}
export default {};
