package dev.navarch.apiserver.storage.embedded;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** How RocksDB is run: small, quiet when idle, and strict about damage. Owns native objects. */
final class RocksOptions implements AutoCloseable {

    private static final long MIB = 1024 * 1024;

    private final LRUCache cache = new LRUCache(8 * MIB);
    private final BloomFilter filter = new BloomFilter(10);
    private final Options options = new Options();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();

    RocksOptions() {
        options.setCreateIfMissing(true)
                .setWriteBufferSize(4 * MIB)
                .setMaxWriteBufferNumber(2)
                .setMaxTotalWalSize(16 * MIB)
                .setTargetFileSizeBase(8 * MIB)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(128)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MIB)
                .setKeepLogFileNum(2)
                .setMaxManifestFileSize(4 * MIB)
                // a record cut off at the end was never acknowledged; anything else that is broken is damage
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    }

    Options options() {
        return options;
    }

    /** For writes that are acknowledged. */
    WriteOptions synced() {
        return synced;
    }

    /** For writes that may be lost, and are then done again. */
    WriteOptions unsynced() {
        return unsynced;
    }

    @Override
    public void close() {
        unsynced.close();
        synced.close();
        options.close();
        filter.close();
        cache.close();
    }
}
