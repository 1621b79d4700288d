/** The document around the page. Its icon is drawn here, so that nothing is fetched from elsewhere. */
const icon = encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3d2c00"/>' +
    '<path d="M16 5l9.5 5.5v11L16 27l-9.5-5.5v-11z" fill="#ffc83d"/></svg>',
);

export const indexHtml = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Practice</title>
    <link rel="icon" type="image/svg+xml" href="data:image/svg+xml,${icon}" />
    <link rel="stylesheet" href="/app.css" />
    <script type="module" src="/app.js"></script>
  </head>
  <body>
    <div id="app"></div>
    <noscript>This page needs JavaScript.</noscript>
  </body>
</html>
`;
