export { alkmaar } from "./alkmaar";
export { amsterdam } from "./amsterdam";
