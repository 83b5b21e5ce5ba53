import theme from 'vitepress/theme-without-fonts';
import './readable.css';

/** The default theme with the system's own fonts: no page waits for one. */
export default theme;
