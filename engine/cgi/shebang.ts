// Decides whether a first line hands the file to node. Parent process; a '.cgi' file may as well be Perl.

/** True when the line is no shebang, or one that names node: directly, or through env with its options and assignments. */
export function isNodeShebang(firstLine: string): boolean {
  const line = firstLine.replace(/^(?:\uFEFF|\xEF\xBB\xBF)/, '');
  if (!line.startsWith('#!')) return true;
  const words = line.slice(2).trim().split(/\s+/);
  let interpreter = baseName(words.shift());
  if (interpreter === 'env') {
    const program = words.find((word) => !word.startsWith('-') && !word.includes('='));
    interpreter = baseName(program);
  }
  return /^node(?:js)?[\d.-]*(?:\.exe)?$/.test(interpreter);
}

function baseName(word: string | undefined): string {
  return word === undefined ? '' : word.slice(word.lastIndexOf('/') + 1);
}
