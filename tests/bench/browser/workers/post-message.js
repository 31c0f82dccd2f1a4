import { tasks } from "../tasks.js";

onmessage = ({ data: [number, name, argument] }) => postMessage([number, tasks[name](argument)]);
