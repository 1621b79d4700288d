// The bundler puts style sheets into the page's own one.
declare module '*.css';
