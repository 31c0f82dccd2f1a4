#pragma once

#include <cstddef>
#include <cstdint>

/// One matrix of numpy 1.24.2, and how many numbers of each of its rows lie within [minimum, maximum]:
///     matrix = np.random.RandomState(seed).randint(low, high, size=[rows, columns])
///     counts = ((matrix >= minimum) & (matrix <= maximum)).sum(axis=1)
/// The hashes are SHA-256 of both as little-endian int32, row after row: hashlib.sha256(x.astype("<i4").tobytes()).
struct MatrixOracle {
  std::int64_t seed;
  std::size_t rows;
  std::size_t columns;
  std::int64_t low;
  std::int64_t high;
  std::int32_t minimum;
  std::int32_t maximum;
  std::int64_t total;
  const char* matrix_sha256;
  const char* counts_sha256;
};

inline constexpr MatrixOracle matrix_oracle[] = {
    {100, 200000, 5, 0, 10, 4, 8, 500557, "ff103da86b62fe1acab543737ccbf85556090963e7cced259e566b9b2e3c9447",
     "77c584100f6dde19808e4cf8eccd76509e507706bb5a9f83d60d7c8465162eca"},
    {100, 10, 5, 0, 10, 4, 8, 22, "efec9fddfd97a81d7d2d5f759402348fdb387bd9d63b1b55cc097538d4e42b8b",
     "f1642fd2f9717d39ca0ff9290d49fb6caac162b7d5f7249174d0bce22042e0fd"},
    {1, 1000, 1, 0, 10, 4, 8, 494, "66cd2477ab1f3012eeefba1cac2ac1ede0d77fc6f0f993c48974f4edfc8561c0",
     "1ec6d425aa28c7e8be1d56039d8d1874b6d3d810617fa18dc04e33a71aaca0aa"},
    {7, 1, 1000, -50, 50, -10, 10, 223, "d042e50e4f0045ad74de43824e700dd3b0d5e9c875a95a56e1704f1a706061eb",
     "d7a6ba72c0f1763e4a416a018669b1970faf64f64c15a3781f9de77bad94505b"},
    {2026, 3, 100000, 0, 256, 64, 191, 150404, "8e1e49635b7bc771717d8ebb8adae066bd3e96e1e4a5d7f3dcb00741c7d54130",
     "88a65410ee16db4d601c3bab02f0c67225b6b035af0c5a8972e3c70f8733a15e"},
    {0, 1000, 1000, 0, 1000, 250, 750, 500798, "356d6bff4a6be791f07af37978f1f7a2c55581976102fa27833beaee2131cb0d",
     "c28dd93c41685ff7af64ca55d3e021d6054af8887603ef30ecd3faa8debc7009"},
    {4294967295, 100, 7, -2147483648, 2147483648, -1000000000, 1000000000, 311,
     "42db37ed7c3dc0a8f4ad5ff53e11bc89949b9d9e9e3ce2fdbf746352bb6de2e3",
     "561c399d63790c9e824a54334e282123a3c5e4b8ff90cc7fe15caa2955a4a312"},
    {5, 4, 3, 6, 7, 6, 6, 12, "3123911cf360c52ec731bd63a0c9e6365d6359065b5e5851bf50438b8b2ea468",
     "0b2f373e42eac64cd0a1cafba1b826a1fa44f4c58025c104a0e9ce57a7de7cc4"},
    {12345, 50, 33, -2147483648, 2147483647, 0, 2147483647, 812,
     "6e58b12aff9e84d06eb1e4631bc00784792af8c0792e7901e4bccda737d22e17",
     "3ff3fbc9055fb987bf44a40d8d7d4c6fd67daef46d2fc1701e1e3d6b58185871"},
    {42, 1000, 16, 0, 65536, 0, 32768, 8092, "ce565967746175603617ade13c2171d261d20ba68c97eba066fb38c6baa5db4b",
     "4084015a3b6a2029687930e815b96155d9725c47f5ca4240f4d69241d3fca06b"},
};
