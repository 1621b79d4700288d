import './style/tokens.css';
import './style/shell.css';
import './style/blocks.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';
render(<App />, root);
