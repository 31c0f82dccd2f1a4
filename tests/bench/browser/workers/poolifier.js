import "../window.js";
import { ThreadWorker } from "poolifier-web-worker";
import { tasks } from "../tasks.js";

new ThreadWorker(tasks);
