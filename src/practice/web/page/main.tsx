// In this order: later sheets overrule earlier ones.
import './style/tokens.css';
import './style/base.css';
import './parts/buttons.css';
import './parts/avatars.css';
import './frame/frame.css';
import './sidebar/sidebar.css';
import './main/main.css';
import './main/app-tabs.css';
import './message/messages.css';
import './composer/composer.css';
import './parts/menus.css';
import './frame/side-panes.css';
import './frame/over.css';
import './style/narrow.css';
import './style/blocks.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';
render(<App />, root);
