/** The mark and the wordmark: kelp holding on to its rock. */
import iconUrl from '../../../assets/icon.svg';
import { strings } from '../strings.ts';
import './logo.css';

export const Logo = () => (
  <span className="logo">
    <img className="logo-mark" src={iconUrl} alt="" width={40} height={40} />
    <span className="logo-word">{strings.product}</span>
  </span>
);
