import { worker } from "workerpool";
import { tasks } from "../tasks.js";

worker(tasks);
