from dataclasses import dataclass, replace
from multiprocessing import Pool
@dataclass(frozen=True)
class Job:
    name: str
    size: int
    def run(self):
        return replace(self, size=self.size * 2)
def run(job):
    return job.run()
if __name__ == "__main__":
    jobs = [Job(f"job {n}", n) for n in range(4)]
    with Pool(2) as pool:
        print(pool.map(run, jobs))
        print(pool.map(Job.run, jobs) == pool.map(run, jobs))
