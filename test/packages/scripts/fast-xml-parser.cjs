const { print } = require('./lib/print.cjs');
const { XMLParser, XMLBuilder, XMLValidator } = require('fast-xml-parser');
const xml = '<r a="1"><x>2</x><x>3</x><t>&lt;b&gt;</t></r>';
const data = new XMLParser({ ignoreAttributes: false }).parse(xml);
print(data, new XMLBuilder({ ignoreAttributes: false }).build(data), XMLValidator.validate('<a><b></a>').err?.code);
