import { unsafeCSS } from 'lit';
import styles from './consents.css?inline';

export const consentStyles = unsafeCSS(styles);
