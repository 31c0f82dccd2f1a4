from multiprocessing import Pool
A = [[i + j for j in range(4)] for i in range(3)]
B = [[i * j for j in range(5)] for i in range(4)]
def row(i):
    return [sum(A[i][k] * B[k][j] for k in range(4)) for j in range(5)]
with Pool(2) as pool:
    for line in pool.map(row, range(3)):
        print(line)
