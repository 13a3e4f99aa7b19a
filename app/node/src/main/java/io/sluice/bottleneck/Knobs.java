package io.sluice.bottleneck;

import com.typesafe.config.Config;
import io.sluice.batch.BatchSettings;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.StoreSettings;
import io.sluice.document.DocumentSettings;
import io.sluice.file.FileSettings;
import io.sluice.model.ModelSettings;
import io.sluice.origin.OriginSettings;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.website.WebsiteSettings;

/**
 * How the settings stand that let a node do more.
 *
 * @param channels CONCURRENT_LIMIT
 * @param chunks NODE_CHUNKS
 * @param messages BATCH_SIZE
 * @param items CONSUMER_BATCH_SIZE
 * @param pool DB_MAX_POOL_SIZE
 * @param pictures IMAGE_PARALLELISM
 * @param extractors EXTRACT_WORKERS
 * @param files FILE_PARALLELISM
 * @param sites SCRAPE_PARALLELISM
 * @param models MODEL_PARALLELISM
 * @param rates of origins
 * @param cores of this machine
 * @param heapBytes at most
 */
record Knobs(
    int channels,
    int chunks,
    int messages,
    int items,
    int pool,
    int pictures,
    int extractors,
    int files,
    int sites,
    int models,
    OriginSettings rates,
    int cores,
    long heapBytes) {

  static Knobs from(Config config) {
    var runtime = Runtime.getRuntime();
    var channels = ChannelSettings.from(config);
    var batches = BatchSettings.from(config);
    return new Knobs(
        channels.concurrent(),
        batches.nodeChunks(),
        StoreSettings.from(config).messages(),
        batches.groupSize(),
        DatabaseSettings.from(config).maxPoolSize(),
        channels.imageParallelism(),
        DocumentSettings.from(config).workers(),
        FileSettings.from(config).parallelism(),
        WebsiteSettings.from(config).parallelism(),
        ModelSettings.from(config).mostAtOnce(),
        OriginSettings.from(config),
        runtime.availableProcessors(),
        runtime.maxMemory());
  }
}
