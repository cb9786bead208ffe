// DOMException. Inside the context. https://webidl.spec.whatwg.org/#idl-DOMException
import { nodeError } from '../internal/errors.ts';
import { defineHidden } from '../internal/primordials.ts';

/** Names that have a legacy code, in the order of the codes; a code without a name of today is `null`. */
const NAMES = [
  ['INDEX_SIZE_ERR', 'IndexSizeError'],
  ['DOMSTRING_SIZE_ERR', null],
  ['HIERARCHY_REQUEST_ERR', 'HierarchyRequestError'],
  ['WRONG_DOCUMENT_ERR', 'WrongDocumentError'],
  ['INVALID_CHARACTER_ERR', 'InvalidCharacterError'],
  ['NO_DATA_ALLOWED_ERR', null],
  ['NO_MODIFICATION_ALLOWED_ERR', 'NoModificationAllowedError'],
  ['NOT_FOUND_ERR', 'NotFoundError'],
  ['NOT_SUPPORTED_ERR', 'NotSupportedError'],
  ['INUSE_ATTRIBUTE_ERR', 'InUseAttributeError'],
  ['INVALID_STATE_ERR', 'InvalidStateError'],
  ['SYNTAX_ERR', 'SyntaxError'],
  ['INVALID_MODIFICATION_ERR', 'InvalidModificationError'],
  ['NAMESPACE_ERR', 'NamespaceError'],
  ['INVALID_ACCESS_ERR', 'InvalidAccessError'],
  ['VALIDATION_ERR', null],
  ['TYPE_MISMATCH_ERR', 'TypeMismatchError'],
  ['SECURITY_ERR', 'SecurityError'],
  ['NETWORK_ERR', 'NetworkError'],
  ['ABORT_ERR', 'AbortError'],
  ['URL_MISMATCH_ERR', 'URLMismatchError'],
  ['QUOTA_EXCEEDED_ERR', 'QuotaExceededError'],
  ['TIMEOUT_ERR', 'TimeoutError'],
  ['INVALID_NODE_TYPE_ERR', 'InvalidNodeTypeError'],
  ['DATA_CLONE_ERR', 'DataCloneError'],
] as const;

/** An error of a web API: told apart by `name`, not by class. */
export class DOMException extends Error {
  readonly #name: string;
  readonly #message: string;

  constructor(message: unknown = '', options: unknown = 'Error') {
    super();
    this.#message = `${message}`;
    if (typeof options === 'object' && options !== null) {
      this.#name = `${(options as { name?: unknown }).name}`;
      if ('cause' in options) defineHidden(this, 'cause', options.cause);
    } else this.#name = `${options}`;
  }

  override get name(): string {
    checkThis(#name in this);
    return this.#name;
  }

  override get message(): string {
    checkThis(#name in this);
    return this.#message;
  }

  get code(): number {
    checkThis(#name in this);
    return NAMES.findIndex(([, name]) => name === this.#name) + 1;
  }

  /** Whether this is one of ours, whatever its prototype says. */
  static isDOMException(value: object): value is DOMException {
    return #name in value;
  }
}

function checkThis(ours: boolean): void {
  if (!ours) throw nodeError('ERR_INVALID_THIS', 'DOMException');
}

const { prototype } = DOMException;
for (const [index, [constant]] of NAMES.entries()) {
  const descriptor = { __proto__: null, value: index + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(prototype, constant, descriptor);
}
for (const name of ['name', 'message', 'code'])
  Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
Object.defineProperty(prototype, Symbol.toStringTag, { __proto__: null, value: 'DOMException', configurable: true });
