import './style-nonce'; // First: it must see every <style> that is made.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/order.css';
import './styles/review.css';
import './styles/tickets.css';
import './styles/money.css';
import './styles/audit.css';
import './styles/travel.css';
import './styles/conflict.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
