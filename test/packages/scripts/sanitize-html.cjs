const { print } = require('./lib/print.cjs');
const sanitize = require('sanitize-html');
print(
  sanitize('<p onclick="x()">a<script>alert(1)</script><a href="javascript:x">b</a><b>c</b><img src=x></p>'),
  sanitize('<i>x</i>', { allowedTags: [] }),
);
